//! The media plane: a relay inside this process, and who may open a session on it.
//!
//! [`Fabric::load`] binds one port for HTTP (TCP) and QUIC (UDP); [`Fabric::run`] serves media at
//! `/moq`, the generated certificate's fingerprint at `/certificate.sha256`, and the application's
//! own routes everywhere else. Rooms of this process publish and subscribe on [`Fabric::origin`]
//! without a socket.
//!
//! Every session, on whichever transport, is decided by [`admission::decide`]: the path must be
//! [`MEDIA_PATH`], the [`Gatekeeper`] must know the token, and the grant is the one that
//! `plenary_model::grant` writes for that identity. [`Sessions`] keeps what was admitted, so that it
//! can be listed, counted and revoked.

mod acme;
pub mod admission;
mod certificate;
pub mod log;
mod relay;
mod sessions;
mod socket;

pub use acme::AcmeError;
pub use admission::{Admitted, Gatekeeper, MEDIA_PATH, Refusal};
pub use certificate::CertificateError;
pub use relay::{Config, Error, Fabric, Tls};
pub use sessions::{Counts, Session, Sessions, Transport};
