//! Tells the workload which compiler made it.
use std::{env, process::Command};

fn main() {
    let rustc = env::var("RUSTC").expect("cargo names its compiler");
    let output = Command::new(rustc).arg("--version").output().expect("the compiler tells its version");
    let text = String::from_utf8_lossy(&output.stdout);
    // "rustc 1.95.0 (59807616e 2026-04-14)"
    let version = text.split_whitespace().nth(1).unwrap_or("unknown");
    println!("cargo::rustc-env=PERFCMP_RUSTC_VERSION={version}");
    println!("cargo::rerun-if-changed=build.rs");
}
