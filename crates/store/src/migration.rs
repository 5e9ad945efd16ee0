//! How the tables come to be, step by step.

/// A step that is SQL, done whole or not at all: a half-made set of tables would be worse than none.
macro_rules! step {
    ($name:literal, $sql:expr) => {
        pub(crate) struct Step;

        impl sea_orm_migration::MigrationName for Step {
            fn name(&self) -> &str {
                $name
            }
        }

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::MigrationTrait for Step {
            async fn up(
                &self,
                manager: &sea_orm_migration::SchemaManager,
            ) -> Result<(), sea_orm_migration::sea_orm::DbErr> {
                use sea_orm_migration::sea_orm::ConnectionTrait;
                manager.get_connection().execute_unprepared($sql).await?;
                Ok(())
            }

            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}

mod m0001_summit;
mod m0002_rundown;
mod m0003_speeches;
mod m0004_floor;
mod m0006_scenes;
mod m0008_hands;
mod m0010_graphics;
mod m0012_sound;
mod m0014_rooms;
mod m0016_stages;
mod m0018_run_through;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Every step, the oldest first. A step that was released is never changed again.
pub(crate) struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_summit::Step),
            Box::new(m0002_rundown::Step),
            Box::new(m0003_speeches::Step),
            Box::new(m0004_floor::Step),
            Box::new(m0006_scenes::Step),
            Box::new(m0008_hands::Step),
            Box::new(m0010_graphics::Step),
            Box::new(m0012_sound::Step),
            Box::new(m0014_rooms::Step),
            Box::new(m0016_stages::Step),
            Box::new(m0018_run_through::Step),
        ]
    }
}
