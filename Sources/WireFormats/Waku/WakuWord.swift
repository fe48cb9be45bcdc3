/// Compares the words of nodes whose spelling changed between versions.
enum WakuWord {
    /// Lower case without blanks, underscores and a final full stop.
    static func normalized(_ word: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in word.unicodeScalars.prefix(200) {
            switch scalar {
            case " ", "_", ".", "\t", "\r", "\n": continue
            default: result.append(scalar)
            }
        }
        return String(result).lowercased()
    }
}
