//! Stories about the circle. One file for each subject.

mod admission;
mod genesis;
mod institutions;
mod members;
mod motions;
mod quota;
mod session;
mod stop;
mod try_state;
