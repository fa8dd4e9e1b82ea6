#![no_main]
#![doc = "See `s3sim_fuzz::policies`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| s3sim_fuzz::policies::bear(data));
