//! IAM policy documents: grammar, conditions, compilation and evaluation
