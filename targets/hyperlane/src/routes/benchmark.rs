use hyperlane::Context;
use perfcmp_workload::ContractError;

use crate::{answer::answer_json, app::workload, endpoint::Endpoint};

pub struct Benchmark;

impl Endpoint for Benchmark {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &workload().benchmark().await)
    }
}

pub struct Stats;

impl Endpoint for Stats {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &workload().stats())
    }
}
