use axum::{extract::State, http::StatusCode};
use perfcmp_workload::Workload;

use crate::limited_body::LimitedBody;

pub async fn reset(State(workload): State<&'static Workload>, _: LimitedBody) -> StatusCode {
    workload.reset();
    StatusCode::NO_CONTENT
}
