/// What words typed as on the command line say already.
extension CommandCall {
    /// Words apart by spaces; what is between quotation marks is one.
    package static func words(in text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isWord = false
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "\"" || character == "'" && word.isEmpty {
                quote = character
                isWord = true
            } else if character.isWhitespace {
                if isWord || !word.isEmpty { words.append(word) }
                (word, isWord) = ("", false)
            } else {
                word.append(character)
            }
        }
        if isWord || !word.isEmpty { words.append(word) }
        return words
    }

    /// Whether the typed words give an argument.
    package func hasTyped(_ argument: CommandArgument, of row: CommandRow) -> Bool {
        guard !typed.isEmpty else { return false }
        switch argument.place {
        case .option, .flag:
            let name = "--\(argument.name)"
            return typed.contains { $0 == name || $0.hasPrefix("\(name)=") }
        case .positional:
            let bare = row.arguments.filter { $0.place == .positional }
            let place = bare.firstIndex { $0.name == argument.name } ?? 0
            return bareCount(of: row) > place
        }
    }

    /// How many typed words stand for no option and are no value of one.
    package func bareCount(of row: CommandRow) -> Int {
        var count = 0
        var isValue = false
        var isBehindMark = false
        for word in typed {
            if isBehindMark || isValue {
                count += isBehindMark ? 1 : 0
                isValue = false
            } else if word == "--" {
                isBehindMark = true
            } else if word.hasPrefix("--") {
                let argument = row.argument(String(word.dropFirst(2)))
                isValue = argument?.place == .option
            } else {
                count += 1
            }
        }
        return count
    }
}
