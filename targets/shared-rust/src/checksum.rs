//! POST /zero-copy: a body walked in views, without a copy of our own.
use std::time::Instant;

use serde::Serialize;

use crate::clock::whole_us;

const VIEW_BYTES: usize = 1024;

#[derive(Serialize)]
pub struct ZeroCopyAnswer {
    status: &'static str,
    input_size: usize,
    output_size: usize,
    chunks: usize,
    checksum: String,
    bytes_copied: usize,
    zero_copy: bool,
    processing_time_us: u64,
}

impl ZeroCopyAnswer {
    /// `bytes_copied` is what the target itself copied until the body lay in one piece.
    pub fn of(body: &[u8], bytes_copied: usize) -> Self {
        let started = Instant::now();
        let walk = Walk::over(body);
        Self {
            status: "success",
            input_size: body.len(),
            output_size: walk.bytes,
            chunks: walk.views,
            checksum: format!("{:08x}", walk.checksum),
            bytes_copied,
            zero_copy: bytes_copied == 0,
            processing_time_us: whole_us(started.elapsed()),
        }
    }
}

/// What a walk over bytes has seen.
pub struct Walk {
    pub checksum: u32,
    views: usize,
    bytes: usize,
}

impl Walk {
    /// CRC-32 over all bytes, in views of 1024.
    pub fn over(bytes: &[u8]) -> Self {
        let mut hasher = crc32fast::Hasher::new();
        let (mut views, mut seen) = (0, 0);
        for view in bytes.chunks(VIEW_BYTES) {
            hasher.update(view);
            views += 1;
            seen += view.len();
        }
        Self { checksum: hasher.finalize(), views, bytes: seen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &[u8]) -> (usize, usize, String) {
        let answer = ZeroCopyAnswer::of(body, 0);
        (answer.output_size, answer.chunks, answer.checksum)
    }

    #[test]
    fn the_checksum_is_that_of_zlib_whatever_the_views() {
        assert_eq!(told(b""), (0, 0, "00000000".to_owned()));
        assert_eq!(told(b"123456789"), (9, 1, "cbf43926".to_owned()));
        assert_eq!(told(&[b'x'; 2049]), (2049, 3, format!("{:08x}", crc32fast::hash(&[b'x'; 2049]))));
    }

    #[test]
    fn a_copy_is_no_zero_copy() {
        assert!(ZeroCopyAnswer::of(b"abc", 0).zero_copy);
        assert!(!ZeroCopyAnswer::of(b"abc", 3).zero_copy);
    }
}
