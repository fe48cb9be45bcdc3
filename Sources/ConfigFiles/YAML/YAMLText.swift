internal import Primitives

extension String {
    /// The text as a YAML scalar that reads back as the same text in block style.
    var yaml: String {
        let literal = replacingPlaceholders
        if literal.isPlainYAML { return literal }
        if literal.printable == literal {
            return "'" + literal.reduce(into: "") { $0 += $1 == "'" ? "''" : String($1) } + "'"
        }
        let quoted = literal.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar == "\"" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return "\""
            + UnsafeText.replacing(in: quoted) { scalar in
                let digits = String(scalar.value, radix: 16)
                let isByte = scalar.value < 0x100
                let zeros = String(repeating: "0", count: (isByte ? 2 : 8) - digits.count)
                return (isByte ? "\\x" : "\\U") + zeros + digits
            } + "\""
    }

    /// The text with `${` written so that it stands for itself.
    private var replacingPlaceholders: String {
        var result = ""
        for character in self {
            if character == "{", result.last == "$" { result.append("$") }
            result.append(character)
        }
        return result
    }

    /// Whether a text needs no quotes: it begins with a letter or a digit and has nothing in it
    /// that YAML gives a meaning to (YAML 1.1, section 9.1.3).
    private var isPlainYAML: Bool {
        guard let first, first.isASCII, first.isLetter || first.isNumber || first == "/",
            let last, last != ":", last != " ", !contains("#"),
            !["null", "Null", "NULL"].contains(self)
        else { return false }
        var previous: Character = " "
        for character in self {
            let isAllowed =
                character.isASCII
                && (character.isLetter || character.isNumber
                    || " -_./:<>=!()[]{},\"'%+".contains(character))
            guard isAllowed, !(previous == ":" && character == " ") else { return false }
            previous = character
        }
        return true
    }
}
