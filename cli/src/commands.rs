//! One file per command.

pub(crate) mod circle;
pub(crate) mod holder;
pub(crate) mod key;
pub(crate) mod prove;
pub(crate) mod register;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod verify;
