//! One file per story.

mod encumbrance;
mod registration;
mod shares;
mod statutory;
mod try_state;
mod versions;
mod weights;
