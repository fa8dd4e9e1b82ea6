//! Result files: one module per format
