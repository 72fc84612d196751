//! Tells the server which axum it is built with.
#[path = "../shared-rust/build/locked_version.rs"]
mod locked_version;

fn main() {
    locked_version::export_framework_version("axum");
}
