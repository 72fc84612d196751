//! GET /memory/efficiency: the walk of /zero-copy over ready buffers of several sizes.
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use serde::Serialize;
use tokio::task::spawn_blocking;

use crate::{
    checksum::Walk,
    clock::{ms, per_second},
    error::ContractError,
    gate::Gate,
};

const SIZES_BYTES: [usize; 5] = [1024, 4096, 16_384, 65_536, 262_144];
const PASSES: u32 = 1000;
const DESCRIPTION: &str = "CRC-32 over a ready buffer in views of 1024 bytes";

#[derive(Serialize)]
pub struct EfficiencyAnswer {
    memory_efficiency_test: Vec<SizeAnswer>,
    test_description: &'static str,
}

#[derive(Serialize)]
struct SizeAnswer {
    data_size_bytes: usize,
    iterations: u32,
    total_time_ms: f64,
    avg_time_per_op_us: f64,
    throughput_mb_per_sec: f64,
}

/// One at a time, and never on a thread that serves requests.
pub async fn measure(gate: &'static Gate) -> Result<EfficiencyAnswer, ContractError> {
    let slot = gate.try_enter()?;
    let measured = spawn_blocking(move || {
        // Here, so that a client that leaves does not let the next one in beside a measurement that still runs.
        let _slot = slot;
        SIZES_BYTES.map(measure_size)
    });
    let sizes = measured.await.map_err(|_| ContractError::Internal)?;
    Ok(EfficiencyAnswer { memory_efficiency_test: sizes.into(), test_description: DESCRIPTION })
}

fn measure_size(size_bytes: usize) -> SizeAnswer {
    let buffer: Vec<u8> = (0..size_bytes).map(|index| index as u8).collect();
    let started = Instant::now();
    for _ in 0..PASSES {
        black_box(Walk::over(black_box(&buffer)).checksum);
    }
    describe(size_bytes, started.elapsed())
}

fn describe(size_bytes: usize, elapsed: Duration) -> SizeAnswer {
    let megabytes = size_bytes as f64 * f64::from(PASSES) / f64::from(1 << 20);
    SizeAnswer {
        data_size_bytes: size_bytes,
        iterations: PASSES,
        total_time_ms: ms(elapsed),
        avg_time_per_op_us: ms(elapsed) * 1000.0 / f64::from(PASSES),
        throughput_mb_per_sec: per_second(megabytes, elapsed),
    }
}
