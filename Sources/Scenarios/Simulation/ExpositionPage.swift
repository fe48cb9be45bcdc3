/// Writes an exposition page line by line.
struct ExpositionPage {
    private(set) var text = ""

    init() {
        text.reserveCapacity(8192)
    }

    /// The two lines that introduce a family.
    mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP "
        text += name
        text += " "
        text += help
        text += "\n# TYPE "
        text += name
        text += " "
        text += type
        text += "\n"
    }

    /// One sample; `labels` is the text between the braces, empty for none.
    mutating func sample(_ name: String, _ labels: String, _ value: String) {
        text += name
        if !labels.isEmpty {
            text += "{"
            text += labels
            text += "}"
        }
        text += " "
        text += value
        text += "\n"
    }
}
