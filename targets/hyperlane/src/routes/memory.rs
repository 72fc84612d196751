use hyperlane::{Context, Method};
use perfcmp_workload::{ContractError, ZeroCopyAnswer};

use crate::{
    answer::answer_json,
    app::workload,
    endpoint::{Endpoint, body_of},
};

pub struct MemoryStats;

impl Endpoint for MemoryStats {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &workload().memory_stats())
    }
}

pub struct MemoryEfficiency;

impl Endpoint for MemoryEfficiency {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &workload().memory_efficiency().await?)
    }
}

/// Hyperlane reads a body into one piece: nothing is left to join.
pub struct ZeroCopy;

impl Endpoint for ZeroCopy {
    const METHOD: Method = Method::Post;

    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        let answer = ZeroCopyAnswer::of(body_of(ctx)?, 0);
        answer_json(ctx, &answer)
    }
}
