import FleetModel
import Primitives
import WireFormats

extension ProbeSession {
    /// Asks a Prometheus-compatible server of one node.
    ///
    /// Without an answer of the server nothing is known of the node; the same holds when the
    /// server has no series of it.
    func readPromQL(_ target: PromQLTarget) async -> PollResult {
        var reading = PollResult()
        if let up = target.up {
            do throws(ProbeFailure) {
                let answer = try await query(up, of: target.server)
                reading.take(warningsOf: answer, part: "up")
                let values = answer.series.map(\.value).filter { !$0.isNaN }
                if values.count < answer.series.count + answer.oddities.count {
                    reading.note("up", .other("not every series of it is a number"))
                }
                // The node is up when all that tell of it say so.
                guard let least = values.min() else {
                    return reading.blinded("up", .other("the monitoring server knows no such node"))
                }
                guard least > 0 else {
                    reading.fail("up", .silent(.unreachedByMonitoring))
                    return reading
                }
                reading.isAnswered = true
            } catch {
                return reading.blinded("promql", error.reason)
            }
        }
        let answers = await ask(target.picks.queries, of: target.server)
        var hasSeries = false
        for (pick, answer) in zip(target.picks.samples, answers) {
            guard let series = reading.series(answer, for: pick.name.rawValue) else { continue }
            hasSeries = true
            reading.record(pick.name, pick.value(of: series))
            if reading[pick.name] != nil, !series.allSatisfy(\.value.isFinite) {
                reading.note("promql", .other("\(pick.name): a series is not a number, left out"))
            }
            if reading[pick.name] == nil {
                reading.note("promql", .other("\(pick.name) is not a number"))
            }
        }
        for (pick, answer) in zip(target.picks.facts, answers.dropFirst(target.picks.samples.count))
        {
            guard let series = reading.series(answer, for: pick.name.rawValue) else { continue }
            hasSeries = true
            let values = Set(series.compactMap { $0.labels[pick.label] }).sorted()
            if values.isEmpty {
                let words = "\(pick.name): no series has the label '\(pick.label)'"
                reading.note("promql", .other(words))
            } else {
                reading.record(pick.name, values)
            }
        }
        if reading.isAnswered { return reading }
        guard !hasSeries else {
            reading.isAnswered = true
            return reading
        }
        // Every query failing is one fault and not one each.
        let failure = answers.compactMap(\.failure).first?.reason
        reading.problems = reading.problems.map { problem in
            var problem = problem
            problem.isFault = false
            return problem
        }
        let unknown = FailureReason.other("the monitoring server has no series of the node")
        return reading.blinded("promql", failure ?? unknown)
    }

    /// One instant query.
    func query(
        _ query: String,
        of server: String
    ) async throws(ProbeFailure) -> PrometheusAnswer {
        let url = WebAddress.join(server, "/api/v1/query?query=") + query.percentEncoded
        let answer = try await get(url)
        do throws(WireFormatError) {
            return try PrometheusAnswer(body: answer.body.span)
        } catch {
            // A query that cannot be answered has the status 400 or 422, and says why.
            if case .refused(let failure) = error {
                let words = failure.message.asToldByNode
                throw .answered(.other("the server refused the query: \(words)"))
            }
            _ = try answer.successful()
            if case .notJSON = error {
                throw .answered(.wrongAPI("the port answers, but not as a Prometheus server"))
            }
            throw .answered(FailureReason(error))
        }
    }

    /// The answer to a query, or why there is none, as a value.
    ///
    /// A function of its own: the optimiser of Swift 6.3.1 breaks a typed `do` in the closure of a
    /// task group that returns a tuple; every answer then had the place 0.
    private func outcome(
        of query: String,
        of server: String
    ) async -> Result<PrometheusAnswer, ProbeFailure> {
        do throws(ProbeFailure) {
            return .success(try await self.query(query, of: server))
        } catch {
            return .failure(error)
        }
    }

    /// How many queries of one poll are under way at once.
    private static let queryConcurrency = 8

    /// The answers in the order of the queries.
    func ask(
        _ queries: [String],
        of server: String
    ) async -> [Result<PrometheusAnswer, ProbeFailure>] {
        await withTaskGroup(of: (Int, Result<PrometheusAnswer, ProbeFailure>).self) { group in
            var answers = [Result<PrometheusAnswer, ProbeFailure>?](
                repeating: nil,
                count: queries.count
            )
            var started = 0
            func startNext() {
                guard started < queries.count else { return }
                let place = started
                group.addTask { (place, await outcome(of: queries[place], of: server)) }
                started += 1
            }
            for _ in 0..<Self.queryConcurrency { startNext() }
            while let (place, answer) = await group.next() {
                answers[place] = answer
                startNext()
            }
            return answers.compactMap { $0 }
        }
    }
}

extension PollResult {
    /// The reading of a node of which nothing is known.
    fileprivate func blinded(_ part: String, _ reason: FailureReason) -> PollResult {
        var copy = self
        copy.fail(part, .silent(reason))
        copy.isBlind = true
        return copy
    }

    /// The series of an answer; nil, and told, when there are none: a query that fails is a fault.
    fileprivate mutating func series(
        _ answer: Result<PrometheusAnswer, ProbeFailure>,
        for name: String
    ) -> [PrometheusAnswer.Series]? {
        switch answer {
        case .success(let answer):
            take(warningsOf: answer, part: "promql")
            for words in Set(answer.oddities.map(\.words)).sorted() {
                note("promql", .other("\(name): \(words), left out"))
            }
            if !answer.series.isEmpty { return answer.series }
            if answer.oddities.isEmpty { note("promql", .other("no series for \(name)")) }
        case .failure(let failure):
            let reason = FailureReason.other("\(name): \(failure.reason.sentence)")
            problems.append(Problem(part: "promql", reason: reason))
        }
        return nil
    }

    /// Keeps what the server warns of: with a part of the data missing, a number may be wrong.
    fileprivate mutating func take(warningsOf answer: PrometheusAnswer, part: String) {
        for problem in answer.problems(part: part) where !problems.contains(problem) {
            problems.append(problem)
        }
    }
}

extension PrometheusAnswer {
    /// What the server warns of.
    ///
    /// What concerns only the way the query is written, which Prometheus marks with `PromQL` since
    /// 2.48 (util/annotations), is no fault.
    func problems(part: String) -> [Problem] {
        warnings.map { words in
            let isFault = !words.hasPrefix("PromQL ")
            let reason = FailureReason.other("the server warns: \(words.asToldByNode)")
            return Problem(part: part, reason: reason, isFault: isFault)
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension QueryPicks {
    /// The queries of the samples, then those of the facts.
    var queries: [String] { samples.map(\.query) + facts.map(\.query) }
}

extension SampleQuery {
    /// The one number of all series found; nil when none of them is a number.
    func value(of series: [PrometheusAnswer.Series]) -> Double? {
        SeriesCombination(of: name, series: query)
            .value(of: series.map(\.value).filter(\.isFinite))
    }
}

extension FailureReason {
    /// Whoever watches the node cannot reach it.
    static let unreachedByMonitoring = other("the monitoring server cannot reach the node")
}

extension String {
    /// The text for the query of a web address (RFC 3986, section 2.1).
    fileprivate var percentEncoded: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                output.append(byte)
            default:
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
