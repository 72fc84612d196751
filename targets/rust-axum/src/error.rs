//! The contract's errors as axum's answers.
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::HeaderName},
    response::{IntoResponse, Response},
};
use perfcmp_workload::ContractError;

/// What a handler gives where it cannot answer.
pub struct ApiError(pub ContractError);

impl From<ContractError> for ApiError {
    fn from(error: ContractError) -> Self {
        Self(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self.0.answer())).into_response();
        if let Some((name, value)) = self.0.header() {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        response
    }
}
