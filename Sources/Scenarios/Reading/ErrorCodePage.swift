/// All error codes with their explanations, as one page of Markdown.
///
/// The explanations are those that `headroom explain` prints. Every code is a section, which DocC
/// and GitHub give an anchor of its name.
public func errorCodePage() -> String {
  let codes = ProblemCode.allCases.map { "## \($0.rawValue)\n\n\($0.explanation)" }
  return ([errorCodeHead] + codes).joined(separator: "\n\n") + "\n"
}

private let errorCodeHead = """
  # Error codes

  What each code of a mistake in a file means, and how to mend it.

  ## Overview

  Made by `headroom explain --all --markdown`: do not edit it by hand. `headroom explain H012` prints
  one of them. A mistake is shown with its file, line and column, its code, the line itself and what
  would be right; all mistakes of a file are shown at once. The exit code is 65, or 66 where a file is
  missing (<doc:CommandLine#Exit-codes>).
  """
