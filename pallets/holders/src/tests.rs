//! One file per story.

mod enrolment;
mod guardians;
mod keys;
mod model;
mod recovery;
mod standing;
mod try_state;
mod weights;
