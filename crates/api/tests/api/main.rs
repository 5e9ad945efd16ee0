//! The real router on a real store in a temporary folder; only the show and the relay are stand-ins.

mod clips;
mod floor;
mod graphics;
mod hands;
mod house;
mod links;
mod media;
mod people;
mod rehearsals;
mod roles;
mod run_through;
mod service;
mod sound;
mod stage;
mod stages;
mod stand_in;
mod talk;
