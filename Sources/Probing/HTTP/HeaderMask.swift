import FleetModel
import Primitives

/// Hides headers and other secrets of a probe where a server or a command sent them back.
struct HeaderMask {
    private let secrets: [String]

    /// Shorter headers are words and numbers; hiding them would spoil what nodes tell.
    private static let shortestSecretInFacts = 8
    /// The fewest characters at the end of a cut text that are taken for the start of a secret.
    private static let shortestBeginning = 4

    init(_ secrets: [Secret]) {
        // The longest first, so that no secret is left standing around a shorter one.
        self.secrets = secrets.map { $0.reveal() }.filter { !$0.isEmpty }
            .sorted { $0.utf8.count > $1.utf8.count }
    }

    /// The fact as it may be shown.
    func masked(_ fact: Fact) -> Fact {
        let secrets = secrets.filter { $0.utf8.count >= Self.shortestSecretInFacts }
        guard !secrets.isEmpty else { return fact }
        return Fact(fact.name, fact.values.map { Self.masked($0, secrets) })
    }

    /// The problem as it may be shown.
    func masked(_ problem: Problem) -> Problem {
        var masked = problem
        switch problem.reason {
        case .badBody(let text): masked.reason = .badBody(excerpt(text))
        case .wrongAPI(let text): masked.reason = .wrongAPI(excerpt(text))
        case .other(let text): masked.reason = .other(excerpt(text))
        case .redirected(let target, let advice):
            masked.reason = .redirected(to: excerpt(target), advice: advice)
        case .missingText(let wanted, let instead):
            masked.reason = .missingText(wanted, instead: instead.map(excerpt))
        case .tls(.other(let text)): masked.reason = .tls(.other(excerpt(text)))
        case .invalidAddress, .refused, .timedOut, .unknownHost, .nameServerSilent, .unreachable,
            .connectionClosed, .tls, .status, .unauthorised, .rateLimited, .initialising,
            .adminDisabled, .relayNotMounted, .unsafeRefused, .tooLarge:
            break
        }
        return masked
    }

    /// A text that quotes a server, perhaps cut in the middle of a secret.
    private func excerpt(_ text: String) -> String {
        var text = Self.masked(text, secrets)
        guard text.contains("…") else { return text }
        for secret in secrets {
            var beginning = secret.dropLast()
            while beginning.count >= Self.shortestBeginning {
                text = text.replacing(beginning + "…", with: "•••…")
                beginning = beginning.dropLast()
            }
        }
        return text
    }

    private static func masked(_ text: String, _ secrets: [String]) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "•••") }
    }
}
