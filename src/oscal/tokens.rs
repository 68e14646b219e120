//! Ids as OSCAL wants them: tokens without a slash, and UUIDs that are made of names.

use sha1::{Digest as _, Sha1};

/// `components/6/4` is `components_6_4`, and `3418.2/a` is `_3418.2_a`: a token begins with a letter or a line.
pub(super) fn token(id: &str) -> String {
    let token = id.replace('/', "_");
    if token.starts_with(|c: char| c.is_ascii_alphabetic()) { token } else { format!("_{token}") }
}

/// The id whose token this is.
pub(super) fn id_of(token: &str) -> String {
    token.strip_prefix('_').unwrap_or(token).replace('_', "/")
}

/// The UUID of a name, in version 5 of RFC 9562: always the same one.
pub(super) fn uuid(name: &str) -> String {
    // The UUID of `urn:clausebook:oscal` in the namespace of URLs.
    const OURS: [u8; 16] =
        [0x5d, 0x0a, 0x1f, 0x6e, 0x3b, 0x8c, 0x5e, 0x27, 0x9a, 0x41, 0xc7, 0x52, 0x0e, 0x94, 0xb6, 0x3d];
    let hash = Sha1::new().chain_update(OURS).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
}

#[cfg(test)]
mod tests {
    use super::{id_of, token, uuid};

    #[test]
    fn an_id_comes_back_from_its_token() {
        for id in ["components/6/4/3", "3418.2/a", "staffing", "a-b/1.2"] {
            assert_eq!(id_of(&token(id)), id);
            assert!(token(id).starts_with(|c: char| c.is_alphabetic() || c == '_'));
        }
    }

    #[test]
    fn a_uuid_is_always_the_same_and_of_version_5() {
        let one = uuid("payer/items/1");
        assert_eq!(one, uuid("payer/items/1"));
        assert_ne!(one, uuid("payer/items/2"));
        assert_eq!(one.len(), 36);
        assert_eq!(&one[14..15], "5");
        assert!(matches!(&one[19..20], "8" | "9" | "a" | "b"), "{one}");
    }
}
