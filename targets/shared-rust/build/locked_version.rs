//! Included by the build scripts of the targets: the version of their framework as it is locked.
use std::fs;

/// Sets `FRAMEWORK_VERSION` for the crate that is built.
pub fn export_framework_version(package: &str) {
    println!("cargo::rerun-if-changed=Cargo.lock");
    let lock = fs::read_to_string("Cargo.lock").expect("a target has a lock file");
    let version = locked_version(&lock, package).expect("the framework is locked");
    println!("cargo::rustc-env=FRAMEWORK_VERSION={version}");
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, entry) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    entry.split('"').next()
}
