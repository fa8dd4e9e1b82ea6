//! Marked-up figures: a chart, its legend, and the table behind it.

use super::chart::Series;

/// A table as it is read out: a header, rows that begin with their name.
pub(super) struct Rows {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A chart with a heading, a sentence, a legend, and the table behind it.
pub(super) fn figure(heading: &str, sentence: &str, svg: &str, series: &[Series], rows: &Rows) -> String {
    let mut out = format!("<figure>\n<h3>{}</h3>\n", escaped(heading));
    if !sentence.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", escaped(sentence)));
    }
    // The table says the same in words, so a screen reader gets its name only.
    let label = format!("{heading}: a chart of the table below");
    out.push_str(&format!(
        "<div class=\"chart\" role=\"img\" tabindex=\"0\" aria-label=\"{}\">{svg}</div>\n",
        escaped(&label)
    ));
    if !series.is_empty() {
        out.push_str("<ul class=\"legend\">");
        for one in series {
            let (r, g, b) = one.colour;
            out.push_str(&format!(
                "<li><span style=\"background:#{r:02x}{g:02x}{b:02x}\"></span>{}</li>",
                escaped(&one.name)
            ));
        }
        out.push_str("</ul>\n");
    }
    out.push_str(&folded("The figures", &table(heading, rows)));
    out.push_str("</figure>\n");
    out
}

/// What opens on demand.
pub(super) fn folded(title: &str, inside: &str) -> String {
    format!("<details><summary>{}</summary>\n{inside}</details>\n", escaped(title))
}

/// A table that scrolls if it is too wide.
pub(super) fn table(caption: &str, rows: &Rows) -> String {
    let caption = escaped(caption);
    let mut out = format!(
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table>\n\
         <caption>{caption}</caption>\n<thead><tr>"
    );
    for name in &rows.header {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escaped(name)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &rows.rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            let figure = cell.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            let class = if figure { " class=\"n\"" } else { "" };
            out.push_str(&match column {
                0 => format!("<th scope=\"row\">{cell}</th>"),
                _ => format!("<td{class}>{cell}</td>"),
            });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    out
}

/// Text inside an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
