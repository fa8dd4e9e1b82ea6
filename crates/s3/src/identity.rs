//! Version ids and ETags: derived from what they name, so that no row has to store them.

use md5::{Digest, Md5};
use s3sim_iam::principal::AccountId;
use s3sim_kernel::time::Instant;

/// The version id of the n-th version of a key; `null` for the null version.
///
/// Modelling choice: S3's ids are opaque. Ours are a hash of bucket, key, number and creation, as 26 letters and
/// digits; a replica is given the id of its source.
pub fn version_id(bucket: &str, key: &str, number: u32, created: Instant) -> String {
    if number == 0 {
        return "null".to_owned();
    }
    let mut hash = Md5::new();
    for part in [bucket, key] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update(number.to_le_bytes());
    hash.update(created.micros().to_le_bytes());
    let mut bits = u128::from_le_bytes(hash.finalize().into());
    let mut text = String::with_capacity(26);
    for _ in 0..26 {
        text.push(char::from(b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefgh"[(bits & 31) as usize]));
        bits >>= 5;
    }
    text
}

/// A number that stands for one request about one version.
pub(crate) fn digest(bucket: &str, key: &str, number: u32, at: Instant) -> u64 {
    let mut hash = Md5::new();
    for part in [bucket, key] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update(number.to_le_bytes());
    hash.update(at.micros().to_le_bytes());
    let [a, b, c, d, e, f, g, h, ..]: [u8; 16] = hash.finalize().into();
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// The ETag of a body in one piece: its MD5, in hexadecimal, quoted as S3 does.
pub fn etag(body: &[u8]) -> String {
    let digest: [u8; 16] = Md5::digest(body).into();
    format!("\"{:032x}\"", u128::from_be_bytes(digest))
}

/// The ETag of an object that was put together from parts: the MD5 of the parts' MD5s, and how many there were.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html>
pub fn etag_of_parts(parts: &[[u8; 16]]) -> String {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    let digest: [u8; 16] = hash.finalize().into();
    format!("\"{:032x}-{}\"", u128::from_be_bytes(digest), parts.len())
}

/// An ETag with the number of parts behind it.
pub fn with_parts(etag: &str, parts: u16) -> String {
    format!("\"{}-{parts}\"", etag.trim_matches('"'))
}

/// The MD5 that an ETag of one piece spells.
pub fn md5_of(etag: &str) -> [u8; 16] {
    u128::from_str_radix(etag.trim_matches('"'), 16).unwrap_or_default().to_be_bytes()
}

/// The id of the n-th upload to a key that was begun at that instant.
pub fn upload_id(bucket: &str, key: &str, number: u32, initiated: Instant) -> String {
    version_id(&format!("{bucket}?uploads"), key, number + 1, initiated)
}

/// The ETag of bytes that the scenario does not spell out: stable, and different for every version.
pub fn made_up_etag(bucket: &str, key: &str, number: u32, created: Instant) -> String {
    etag(format!("{bucket}/{key}#{number}@{}", created.micros()).as_bytes())
}

/// The canonical user id of an account.
///
/// Modelling choice: AWS's are 64 hexadecimal digits that mean nothing; ours begin with the number of the account and
/// go on with zeros, so that people can write them down.
pub fn canonical_id(account: AccountId) -> String {
    format!("{account}{:052}", 0)
}

/// The unique id of a user (`AIDA…`) or role (`AROA…`): derived from its account and name.
pub fn unique_id(prefix: &str, account: AccountId, path_and_name: &str) -> String {
    let digest: [u8; 16] = Md5::digest(format!("{prefix}/{account}/{path_and_name}")).into();
    let mut bits = u128::from_le_bytes(digest);
    let mut id = prefix.to_owned();
    for _ in 0..17 {
        id.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(bits & 31) as usize]));
        bits >>= 5;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etags_are_md5() {
        // RFC 1321's empty string, and S3's documented ETag of an empty object.
        assert_eq!(etag(b""), "\"d41d8cd98f00b204e9800998ecf8427e\"");
    }

    #[test]
    fn version_ids_differ_by_everything_they_are_made_of() {
        let at = |micros| Instant::from_micros(micros);
        let ids = [
            version_id("b", "k", 1, at(0)),
            version_id("b", "k", 2, at(0)),
            version_id("b", "k", 1, at(1)),
            version_id("bk", "", 1, at(0)),
            version_id("c", "k", 1, at(0)),
        ];
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        assert!(ids.iter().all(|id| id.len() == 26));
        assert_eq!(version_id("b", "k", 0, at(0)), "null");
    }
}
