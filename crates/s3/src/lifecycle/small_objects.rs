//! `TransitionDefaultMinimumObjectSize`: its words, and what holds where a configuration does not say.

use s3sim_aws::epoch::Rules;

use super::document::TransitionDefaultMinimumObjectSize;

impl TransitionDefaultMinimumObjectSize {
    /// Both, with the words of the header.
    pub const ALL: [(&'static str, TransitionDefaultMinimumObjectSize); 2] = [
        ("all_storage_classes_128K", TransitionDefaultMinimumObjectSize::AllStorageClasses128K),
        ("varies_by_storage_class", TransitionDefaultMinimumObjectSize::VariesByStorageClass),
    ];

    /// What holds for a configuration that does not say, under the rules of the day on which it is written.
    pub const fn default_under(rules: Rules) -> TransitionDefaultMinimumObjectSize {
        if rules.small_objects_stay() {
            TransitionDefaultMinimumObjectSize::AllStorageClasses128K
        } else {
            TransitionDefaultMinimumObjectSize::VariesByStorageClass
        }
    }

    /// The word of the header.
    pub const fn name(self) -> &'static str {
        match self {
            TransitionDefaultMinimumObjectSize::AllStorageClasses128K => "all_storage_classes_128K",
            TransitionDefaultMinimumObjectSize::VariesByStorageClass => "varies_by_storage_class",
        }
    }
}
