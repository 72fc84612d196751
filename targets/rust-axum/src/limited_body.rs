//! A body up to the contract's limit, and what it cost to have it in one piece.
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
};
use http_body_util::BodyExt as _;
use perfcmp_workload::{ContractError, Workload};

use crate::error::ApiError;

/// Of a body over the limit, so much is read and thrown away: the answer arrives, and the connection can be used again.
const MOST_READ_BYTES: usize = 8 << 20;

pub struct LimitedBody {
    pub bytes: Bytes,
    /// Nothing where the body came in one piece.
    pub bytes_copied: usize,
}

impl FromRequest<&'static Workload> for LimitedBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, workload: &&'static Workload) -> Result<Self, ApiError> {
        let pieces = read_pieces(request.into_body(), workload.max_body_bytes()).await?;
        let (bytes, bytes_copied) = match pieces.as_slice() {
            [] => (Bytes::new(), 0),
            [only] => (only.clone(), 0),
            several => {
                let joined = several.concat();
                let copied = joined.len();
                (joined.into(), copied)
            }
        };
        Ok(Self { bytes, bytes_copied })
    }
}

async fn read_pieces(mut body: Body, most_bytes: usize) -> Result<Vec<Bytes>, ContractError> {
    let mut pieces = Vec::new();
    let mut received = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ContractError::BadRequest("Bad Request"))?;
        let Ok(piece) = frame.into_data() else { continue };
        received += piece.len();
        if received <= most_bytes {
            pieces.push(piece);
        } else if received > MOST_READ_BYTES {
            break;
        }
    }
    if received > most_bytes { Err(ContractError::PayloadTooLarge) } else { Ok(pieces) }
}
