//! .
mod config;
fn main() {}
