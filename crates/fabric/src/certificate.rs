//! Certificates on disk: checked before the relay reads them, generated for this machine alone, and
//! replaced in one step so that the relay never reloads half of one.

use std::{
    fs, io,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use plenary_model::time::Timestamp;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

/// What is wrong with a certificate or its key.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file is missing or may not be read.
    #[error("cannot read the {what} {path}: {source}. Name a PEM file that this user may read", path = path.display())]
    Unreadable {
        /// `certificate` or `key`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no PEM file of its kind.
    #[error("{path} holds no {what} in PEM form", path = path.display())]
    Malformed {
        /// `certificate` or `key`.
        what: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// The key belongs to another certificate.
    #[error("the key {key} does not belong to the certificate {certificate}", key = key.display(), certificate = certificate.display())]
    Mismatched {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// The certificate ran out.
    #[error("the certificate {path} has expired: renew it", path = path.display())]
    Expired {
        /// The certificate's file.
        path: PathBuf,
    },
    /// A generated certificate cannot be kept.
    #[error("cannot keep the certificate in {path}: {source}. Give this user the folder", path = path.display())]
    Unwritable {
        /// Where it should stand.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No certificate could be made.
    #[error("cannot generate a certificate: {0}")]
    Generation(#[from] rcgen::Error),
}

/// From when until when a certificate is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Validity {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

/// Reads a certificate and its key as the relay will, and says what is wrong in words.
pub(crate) fn check(certificate: &Path, key: &Path) -> Result<Validity, CertificateError> {
    let chain = fs::read(certificate).map_err(unreadable("certificate", certificate))?;
    let secret = fs::read(key).map_err(unreadable("key", key))?;
    let malformed = |what, path: &Path| CertificateError::Malformed { what, path: path.to_owned() };

    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&chain)
        .collect::<Result<_, _>>()
        .map_err(|_| malformed("certificate", certificate))?;
    let Some(leaf) = chain.first() else { return Err(malformed("certificate", certificate)) };
    let (_, parsed) = x509_parser::parse_x509_certificate(leaf).map_err(|_| malformed("certificate", certificate))?;
    let seconds = |time: x509_parser::time::ASN1Time| Timestamp(time.timestamp().saturating_mul(1_000));
    let validity =
        Validity { from: seconds(parsed.validity().not_before), until: seconds(parsed.validity().not_after) };

    let secret = PrivateKeyDer::from_pem_slice(&secret).map_err(|_| malformed("key", key))?;
    rustls::sign::CertifiedKey::from_der(chain, secret, &rustls::crypto::aws_lc_rs::default_provider()).map_err(
        |error| match error {
            rustls::Error::InconsistentKeys(_) => {
                CertificateError::Mismatched { certificate: certificate.to_owned(), key: key.to_owned() }
            }
            _ => malformed("key", key),
        },
    )?;
    Ok(validity)
}

/// Puts a generated certificate and key for this machine into `path`, unless a fresh one is there.
///
/// A browser accepts a certificate by its fingerprint only when it is good for at most 14 days, so
/// this one is, and is replaced when half of that is left. Gives when to come back.
pub(crate) fn keep_local(path: &Path, now: Timestamp) -> Result<Timestamp, CertificateError> {
    if let Ok(validity) = check(path, path)
        && validity.from <= now
        && now + LOCAL_RENEWAL < validity.until
    {
        return Ok(Timestamp(validity.until.0 - milliseconds(LOCAL_RENEWAL)));
    }
    let from = Timestamp(now.0 - milliseconds(CLOCK_SLACK));
    let key = rcgen::KeyPair::generate()?;
    let mut parameters = rcgen::CertificateParams::new(LOCAL_NAMES.map(String::from).to_vec())?;
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    parameters.not_before = epoch + from.since(Timestamp(0));
    parameters.not_after = parameters.not_before + LOCAL_LIFETIME;
    let certificate = parameters.self_signed(&key)?;
    replace(path, &format!("{}{}", certificate.pem(), key.serialize_pem()))?;
    Ok(from + (LOCAL_LIFETIME - LOCAL_RENEWAL))
}

/// Writes a secret file in one step, readable by its owner alone.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), CertificateError> {
    let unwritable = |source| CertificateError::Unwritable { path: path.to_owned(), source };
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let fresh = path.with_extension("new");
        let _ = fs::remove_file(&fresh);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    };
    write().map_err(unwritable)
}

fn unreadable(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> CertificateError {
    let path = path.to_owned();
    move |source| CertificateError::Unreadable { what, path, source }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// How a browser on this machine may name it.
const LOCAL_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];
/// WebTransport's `serverCertificateHashes` accepts at most 14 days; a day less leaves room for rounding.
const LOCAL_LIFETIME: Duration = Duration::from_secs(13 * 24 * 3600);
/// Half of the lifetime, so that a server that is stopped over a weekend still starts with a good one.
const LOCAL_RENEWAL: Duration = Duration::from_secs(6 * 24 * 3600);
/// A browser's clock may be behind ours.
const CLOCK_SLACK: Duration = Duration::from_secs(3600);

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const DAY: i64 = 24 * 3_600_000;
    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    #[test]
    fn the_local_certificate_is_short_lived_private_and_renewed_in_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tls/local.pem");
        let renewal = keep_local(&path, NOW).unwrap();
        let validity = check(&path, &path).unwrap();
        assert!(validity.until.0 - validity.from.0 <= 14 * DAY && validity.from < NOW);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

        let first = fs::read(&path).unwrap();
        assert_eq!(keep_local(&path, NOW).unwrap(), renewal);
        assert_eq!(fs::read(&path).unwrap(), first, "a fresh one is kept");
        assert!(keep_local(&path, renewal + Duration::from_secs(1)).unwrap() > renewal);
        assert_ne!(fs::read(&path).unwrap(), first, "an old one is replaced");
    }

    #[test]
    fn a_certificate_file_that_is_wrong_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["one.pem", "two.pem"] {
            keep_local(&at(name), NOW).unwrap();
        }
        fs::write(at("empty.pem"), "").unwrap();
        let error = |certificate: &str, key: &str| check(&at(certificate), &at(key)).unwrap_err();
        let text = |certificate: &str, key: &str| error(certificate, key).to_string();
        assert!(text("none.pem", "one.pem").contains("none.pem"));
        assert!(matches!(error("one.pem", "none.pem"), CertificateError::Unreadable { what: "key", .. }));
        assert!(matches!(error("empty.pem", "one.pem"), CertificateError::Malformed { what: "certificate", .. }));
        assert!(matches!(error("one.pem", "empty.pem"), CertificateError::Malformed { what: "key", .. }));
        assert!(matches!(error("one.pem", "two.pem"), CertificateError::Mismatched { .. }));
    }
}
