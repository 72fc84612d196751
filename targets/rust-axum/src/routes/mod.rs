//! The endpoints of the contract.
pub mod admin;
pub mod benchmark;
pub mod cache;
pub mod files;
pub mod hello;
pub mod memory;
pub mod profile;
