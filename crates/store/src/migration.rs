//! How the tables come to be, step by step.

mod m0001_summit;
mod m0002_rundown;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Every step, the oldest first. A step that was released is never changed again.
pub(crate) struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_summit::Step), Box::new(m0002_rundown::Step)]
    }
}
