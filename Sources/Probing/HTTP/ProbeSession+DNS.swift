import HostAccess
import FleetModel
import Primitives
import WebClient
import WireFormats

extension ProbeSession {
    /// Asks a name server what a name stands for.
    func readDNS(_ target: DNSTarget) async -> PollResult {
        await part("dns") { reading throws(ProbeFailure) in
            let question: DNSQuestion
            do throws(DNSMistake) {
                question = try DNSQuestion(
                    id: .random(in: 0 ... .max),
                    name: target.name,
                    type: DNSQuestion.RecordType(target.record)
                )
            } catch {
                throw .silent(.other(error.sentence))
            }
            let start = ContinuousClock.now
            let answer = try await answer(to: question, of: try Self.servers(target))
            reading.latency = .now - start
            reading.isAnswered = true
            if let refusal = answer.refusal { throw .answered(refusal) }
            reading.record(.dnsAnswers, Double(answer.values.count))
            if !answer.values.isEmpty { reading.record(.dnsValues, answer.values) }
            if let fault = target.fault(of: answer.values, question.type) {
                throw .answered(fault)
            }
        }
    }

    private static let settingsFile = "/etc/resolv.conf"
    private static let settingsLimitBytes = 64 << 10
    /// As many as the C library asks (resolv.conf(5), MAXNS).
    private static let serverLimit = 3

    private static func servers(_ target: DNSTarget) throws(ProbeFailure) -> [PortAddress] {
        if let resolver = target.resolver {
            guard let server = DNSTarget.server(resolver) else {
                throw .silent(.other("the resolver is not a host and a port"))
            }
            return [server]
        }
        let bytes = SmallFile.read(settingsFile, limitBytes: settingsLimitBytes) ?? []
        var servers: [PortAddress] = []
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, words[0] == "nameserver",
                let server = DNSTarget.server(String(words[1]))
            else { continue }
            servers.append(server)
        }
        // Without any the C library asks this machine.
        return servers.isEmpty
            ? [PortAddress(host: "127.0.0.1", port: DNSTarget.usualPort)]
            : Array(servers.prefix(serverLimit))
    }

    /// The answer of the first server that gives one.
    private func answer(
        to question: DNSQuestion,
        of servers: [PortAddress]
    ) async throws(ProbeFailure) -> DNSAnswer {
        var failure = ProbeFailure.silent(.connectionClosed)
        for (place, server) in servers.enumerated() {
            let left = web.expiry - .now
            guard place == 0 || left > .zero else { break }
            do throws(ProbeFailure) {
                let share = left / (servers.count - place)
                return try await answer(to: question, of: server, for: share)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func answer(
        to question: DNSQuestion,
        of server: PortAddress,
        for span: Duration
    ) async throws(ProbeFailure) -> DNSAnswer {
        var bytes: [UInt8]
        do throws(FailureReason) {
            bytes = try await web.exchangeDatagrams(
                question.bytes,
                with: server,
                for: span,
                isWanted: question.isAnswered
            )
            if try answer(in: bytes, to: question).isTruncated {
                bytes = try await web.exchangeMessages(question.bytes, with: server)
            }
        } catch {
            if case .badBody = error { throw .answered(error) }
            throw .silent(error)
        }
        do throws(FailureReason) {
            return try answer(in: bytes, to: question)
        } catch {
            throw .answered(error)
        }
    }

    private func answer(
        in bytes: [UInt8],
        to question: DNSQuestion
    ) throws(FailureReason) -> DNSAnswer {
        do throws(DNSMistake) {
            return try DNSAnswer(parsing: bytes, to: question)
        } catch {
            throw .badBody(error.sentence)
        }
    }
}

extension DNSQuestion {
    /// Whether a message is for this question; a damaged answer is one, and tells of the server.
    fileprivate func isAnswered(by bytes: [UInt8]) -> Bool {
        do throws(DNSMistake) {
            _ = try DNSAnswer(parsing: bytes, to: self)
            return true
        } catch {
            return error != .otherQuestion && bytes.count >= Self.headerBytes
        }
    }

    private static let headerBytes = 12
}

extension DNSAnswer {
    /// Why a server gives no records, by its code (RFC 1035, 4.1.1); nil when it does.
    fileprivate var refusal: FailureReason? {
        switch code {
        case 0: nil
        case 1: .other("the name server does not understand the question (FORMERR)")
        case 2: .other("the name server failed (SERVFAIL)")
        case 3: .other("the name does not exist (NXDOMAIN)")
        case 5: .other("the name server refuses to answer (REFUSED)")
        default: .other("the name server answers with code \(code)")
        }
    }
}

extension DNSTarget {
    /// What is wrong with the values that came.
    fileprivate func fault(
        of values: [String],
        _ type: DNSQuestion.RecordType
    ) -> FailureReason? {
        guard !values.isEmpty else { return .other("the name has no \(record.rawValue) record") }
        guard !expected.isEmpty else { return nil }
        let wanted = Set(expected.map(type.normalised))
        let missing = wanted.subtracting(values).sorted()
        let others = values.filter { !wanted.contains($0) }
        guard !missing.isEmpty || !others.isEmpty else { return nil }
        var words: [String] = []
        if !missing.isEmpty { words.append("lacks " + Self.shown(missing)) }
        if !others.isEmpty { words.append("has " + Self.shown(others)) }
        return .other("the answer " + words.joined(separator: ", "))
    }

    /// A few values, each cut to what a line can hold.
    private static func shown(_ values: [String]) -> String {
        let few = values.prefix(3).map { value in
            value.count > 60 ? value.prefix(59) + "…" : value[...]
        }
        let more = values.count > 3 ? " and \(values.count - 3) more" : ""
        return few.joined(separator: ", ").withoutControls + more
    }
}

extension DNSQuestion.RecordType {
    fileprivate init(_ record: DNSTarget.Record) {
        self =
            switch record {
            case .a: .a
            case .aaaa: .aaaa
            case .cname: .cname
            case .txt: .txt
            case .mx: .mx
            case .srv: .srv
            case .ns: .ns
            case .ptr: .ptr
            case .soa: .soa
            }
    }
}
