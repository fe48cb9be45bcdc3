/// Reads the words of a command line and tells which of them are secrets by the grammar of the
/// programs named in it: `curl -u user:password`, `mysql -psecret`, `sshpass -p secret ssh host`.
///
/// Every word may name a program, so that wrappers (`sudo`, `env`, `docker exec`, `sh -c`) hide
/// nothing. A word such as `mysql` may as well be a host, so the flags of all programs named so
/// far count.
struct CommandSecrets {
    private var programs: [ProgramGrammar] = []
    private var expected: Expected?
    /// How many further words follow until those that are secrets begin.
    private var wordsToSecret: Int?
    /// The last two arguments.
    private var arguments: [String] = []

    /// What a flag says of the word behind it.
    private enum Expected {
        case secret
        /// A secret by the name of the flag: a path stays.
        case named
        case login
    }

    /// Whether the next word may be a user and a password, which a comma may part.
    var expectsLogin: Bool { expected == .login }

    /// Takes the next word.
    ///
    /// - Returns: At which byte of the word a secret begins; nil when there is none in it.
    mutating func secretStart(in text: String) -> Int? {
        if [";", "&&", "||", "|", "&"].contains(text) {
            self = CommandSecrets()
            return nil
        }
        let expected = expected
        self.expected = nil
        if text.isFlag { return takeFlag(text) }
        if let expected {
            takeProgram(text)
            return isSecret(text, expected) ? 0 : nil
        }
        return takeArgument(text)
    }

    private func isSecret(_ text: String, _ expected: Expected) -> Bool {
        switch expected {
        case .secret: true
        case .named: !SecretWords.isPath(text) && !SecretWords.isNoSecret(text)
        case .login: isLogin(text)
        }
    }

    /// Whether a text holds a user and a password; beside the flag of an unknown program numbers
    /// are those of users and groups.
    private func isLogin(_ text: String) -> Bool {
        guard let mark = text.firstIndex(where: { ":%,".contains($0) }) else { return false }
        if programs.contains(where: { !$0.logins.isEmpty }) { return true }
        let user = text[..<mark]
        let password = text[text.index(after: mark)...]
        return text[mark] == ":" && !user.isEmpty && !password.isEmpty
            && !password.hasPrefix("//") && !password.allSatisfy(\.isNumber)
            && !user.contains("/")
    }

    private mutating func takeArgument(_ text: String) -> Int? {
        if let left = wordsToSecret {
            wordsToSecret = max(0, left - 1)
            if left == 0 {
                let isLogin = programs.contains(where: \.hidesLoginWords)
                return isLogin ? loginStart(in: text) : 0
            }
        }
        defer { arguments = arguments.suffix(1) + [text.lowercased()] }
        // `aws configure set aws_secret_access_key …`
        if arguments.count == 2, arguments[0] == "set", SecretWords.names(arguments[1]) { return 0 }
        let triggers = programs.map(\.triggers) + [ProgramGrammar.triggers]
        if let words = triggers.lazy.compactMap({ $0[text.lowercased()] }).first {
            wordsToSecret = words
        } else {
            takeProgram(text)
        }
        return nil
    }

    /// `user/password@database`.
    private func loginStart(in text: String) -> Int? {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")), slash > text.startIndex
        else { return nil }
        let start = text.utf8.distance(from: text.startIndex, to: slash) + 1
        return start < text.utf8.count ? start : nil
    }

    private mutating func takeProgram(_ text: String) {
        if text == "login", programs.contains(where: \.canLogIn) {
            programs.append(.login)
        } else if let named = ProgramGrammar.named(text), programs.count < 8 {
            // What `sshpass` starts has flags of its own.
            programs.removeAll { $0.startsAnother && !named.startsAnother }
            programs.append(named)
            wordsToSecret = named.secretsFrom ?? wordsToSecret
        }
    }

    private static let wholeNames: Set<String> = [
        "password", "passwd", "pass", "pw", "token", "passin", "passout", "auth",
    ]

    private mutating func takeFlag(_ text: String) -> Int? {
        let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
        let flag = equals.map { String(text[..<$0]) } ?? text
        let name = flag.drop { $0 == "-" }.lowercased()
        let isLong = flag.hasPrefix("--")
        if !isLong {
            // `-/usr/bin/curl`, as a unit file writes it.
            if flag.contains("/") { takeProgram(flag) }
            if !Self.wholeNames.contains(name) {
                if let start = takeCluster(text) { return start }
                if expected != nil { return nil }
            }
        }
        guard isLong || name.utf8.count > 1, let kind = kind(of: name, flag) else { return nil }
        guard let equals else {
            expected = kind
            return nil
        }
        let start = text.index(after: equals)
        guard start < text.endIndex, isSecret(String(text[start...]), kind) else { return nil }
        return text.utf8.distance(from: text.startIndex, to: start)
    }

    private func kind(of name: String, _ flag: String) -> Expected? {
        if programs.contains(where: { $0.longSecrets.contains(name) }) { return .secret }
        if ProgramGrammar.longLogins.contains(name) { return .login }
        return SecretWords.names(flag) ? .named : nil
    }

    /// Short flags, several of which may stand in one word, the last with its value.
    private mutating func takeCluster(_ text: String) -> Int? {
        for program in programs {
            if let start = takeCluster(text, of: program) { return start }
            if expected != nil { return nil }
        }
        if text == "-u" || text == "-U" { expected = .login }
        return nil
    }

    private mutating func takeCluster(_ text: String, of program: ProgramGrammar) -> Int? {
        var place = 1
        for letter in text.dropFirst() {
            place += letter.utf8.count
            let isLogin = program.logins.contains(letter)
            if isLogin || program.secrets.contains(letter) {
                let kind: Expected = isLogin ? .login : .secret
                let value = String(decoding: text.utf8.dropFirst(place), as: UTF8.self)
                guard !value.isEmpty else {
                    expected = kind
                    return nil
                }
                guard isSecret(value, kind) else { return nil }
                return value.hasPrefix("=") && value.utf8.count > 1 ? place + 1 : place
            }
            if program.headers.contains(letter) {
                // `-HX-Api-Key: …` in one word.
                let name = text.utf8.dropFirst(place).prefix { $0 != UInt8(ascii: ":") }
                let isNamed = SecretWords.names(String(decoding: name, as: UTF8.self))
                return isNamed && place + name.count < text.utf8.count ? place : nil
            }
            if program.valued.contains(letter) || !letter.isLetter { return nil }
        }
        return nil
    }
}
