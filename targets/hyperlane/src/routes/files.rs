use hyperlane::{Context, Method};
use perfcmp_workload::ContractError;

use crate::{
    answer::answer_json,
    app::workload,
    endpoint::{Endpoint, body_of},
};

pub struct ProcessFiles;

impl Endpoint for ProcessFiles {
    const METHOD: Method = Method::Post;

    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        let answer = workload().process_files(body_of(ctx)?).await?;
        answer_json(ctx, &answer)
    }
}

pub struct IoBenchmark;

impl Endpoint for IoBenchmark {
    async fn answer(ctx: &mut Context) -> Result<(), ContractError> {
        answer_json(ctx, &workload().io_benchmark().await?)
    }
}
