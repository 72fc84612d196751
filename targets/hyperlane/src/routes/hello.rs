use hyperlane::{Context, TEXT_PLAIN};
use perfcmp_workload::{ContractError, HELLO, HealthAnswer, HelloAnswer};

use crate::{
    answer::{answer_bytes, answer_json},
    endpoint::Endpoint,
};

pub struct Health;

impl Endpoint for Health {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &HealthAnswer::new("hyperlane", env!("FRAMEWORK_VERSION")))
    }
}

pub struct Plaintext;

impl Endpoint for Plaintext {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_bytes(ctx, TEXT_PLAIN, HELLO.as_bytes());
        Ok(())
    }
}

pub struct Json;

impl Endpoint for Json {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &HelloAnswer::default())
    }
}
