#![no_main]
#![doc = "See `s3sim_fuzz::machine`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| s3sim_fuzz::machine::bear(data));
