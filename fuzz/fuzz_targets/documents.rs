#![no_main]
#![doc = "See `s3sim_fuzz::documents`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| s3sim_fuzz::documents::bear(data));
