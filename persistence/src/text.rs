//! Text as both engines keep and search it.

/// What is searched: a line for each part, so that nothing is found across two.
pub(crate) fn search_text(parts: &[Option<&str>]) -> String {
    parts.iter().flatten().map(|part| fold(part)).collect::<Vec<_>>().join("\n")
}

/// Text case folded, each letter by itself, so that a part of a text is found in the whole (`str::to_lowercase` writes a
/// sigma at the end of a word in another way).
pub(crate) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A pattern that finds the text anywhere, its wildcards taken literally.
pub(crate) fn containing(text: &str) -> String {
    let literal = fold(text).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

/// PostgreSQL keeps no NUL, so nothing stored holds one, and asking for it would be an error.
pub(crate) fn may_be_stored(text: &str) -> bool {
    !text.contains('\0')
}
