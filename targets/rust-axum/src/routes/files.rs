use axum::{Json, extract::State};
use perfcmp_workload::{FilesAnswer, IoBenchmarkAnswer, Workload};

use crate::{error::ApiError, limited_body::LimitedBody};

pub async fn process(
    State(workload): State<&'static Workload>,
    body: LimitedBody,
) -> Result<Json<FilesAnswer>, ApiError> {
    Ok(Json(workload.process_files(&body.bytes).await?))
}

pub async fn io_benchmark(State(workload): State<&'static Workload>) -> Result<Json<IoBenchmarkAnswer>, ApiError> {
    Ok(Json(workload.io_benchmark().await?))
}
