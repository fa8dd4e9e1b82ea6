//! From metered usage to an exact bill
