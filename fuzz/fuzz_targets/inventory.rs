#![no_main]
#![doc = "See `s3sim_fuzz::inventory`."]

libfuzzer_sys::fuzz_target!(|data: &[u8]| s3sim_fuzz::inventory::bear(data));
