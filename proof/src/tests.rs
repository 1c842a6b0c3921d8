//! Tests of the whole crate, on chains made here with keys of our own and upstream's state machine.

mod corpus;
mod file;
mod forged;
mod honest;
mod json;
mod justification;
mod mutation;
mod trie;
mod world;
