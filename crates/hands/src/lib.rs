//! Hands: a desk with buttons directs the show and sees what is on air.
//!
//! What a button means ([`action`]), what its label shows ([`status`]), how both look as Open Sound Control
//! ([`message`]) and who is told ([`subscribers`]) are pure. [`osc`] is the socket. Over HTTP the `api` speaks for
//! the same actions and the same status.

pub mod action;
pub mod message;
pub mod osc;
pub mod status;
pub mod subscribers;

pub use crate::{action::Action, status::Status};
