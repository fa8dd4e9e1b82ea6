//! `Range` of GetObject and HeadObject: part of an object.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use std::ops::Range;

use s3sim_aws::error::ErrorCode;

use crate::form::Form;
use crate::response::Refusal;

/// The bytes that are asked for out of `size`; `None` for all of them. What is not one range of bytes is ignored, as
/// HTTP wants it.
///
/// # Errors
/// InvalidRange if it begins behind the end.
pub(crate) fn read(form: Form<'_>, size: u64) -> Result<Option<Range<u64>>, Refusal> {
    let Some(text) = form.text("Range")? else { return Ok(None) };
    let unit = text.strip_prefix("bytes=").filter(|ranges| !ranges.contains(','));
    let Some((first, last)) = unit.and_then(|range| range.trim().split_once('-')) else { return Ok(None) };
    let number = |text: &str| text.parse::<u64>().ok();
    let range = match (first.is_empty(), number(first), last.is_empty(), number(last)) {
        // The last so many bytes.
        (true, _, false, Some(length)) => size.saturating_sub(length)..size,
        (false, Some(first), true, _) => first..size,
        (false, Some(first), false, Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        _ => return Ok(None),
    };
    if range.is_empty() || range.start >= size {
        return Err(Refusal::of(ErrorCode::InvalidRange)
            .with("RangeRequested", text)
            .with("ActualObjectSize", size.to_string()));
    }
    Ok(Some(range))
}
