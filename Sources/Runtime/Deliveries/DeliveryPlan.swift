import Broadcasting
import IncidentLog
import Primitives
import EventStore

/// The parts of a message on its way to a channel, and those of them that the channel has.
struct DeliveryPlan {
    let delivery: DueDelivery
    let message: ChannelMessage
    /// The receipts of the parts that need not be sent, in their order.
    let receipts: [PartReceipt]

    init(_ delivery: DueDelivery, _ message: ChannelMessage) {
        self.delivery = delivery
        self.message = message
        let count = message.parts.count
        // What was cut in another way, by a program with other limits, is sent anew.
        let taken = delivery.taken.sorted { $0.part < $1.part }
        let isSameCut = taken.allSatisfy { $0.parts == count }
        let isWhole = taken.enumerated().allSatisfy { $1.part == $0 + 1 }
        receipts = isSameCut && isWhole ? Array(taken.prefix(count - 1)) : []
    }

    /// How many parts there are.
    var count: Int { message.parts.count }
    /// The first part that is to be sent, from 1.
    var next: Int { receipts.count + 1 }

    /// The key of a part: the same in every attempt and every program.
    func key(of part: Int) -> IdempotencyKey {
        IdempotencyKey("\(delivery.id.key)-\(part)")
    }

    /// The part with this number; `isRepeat` tells that it may have been sent before.
    func part(_ number: Int, isRepeat: Bool) -> MessagePart {
        isRepeat ? message.repeated(number) : message.parts[number - 1]
    }
}

extension DeliveryID {
    /// What tells services of this delivery: 32 hexadecimal characters.
    package var key: String {
        String(sha256Hex(Array("\(entry)/\(channel)".utf8)).prefix(32))
    }
}

extension DueDelivery {
    /// Whether nothing has happened to it meanwhile.
    func isSame(as other: DueDelivery) -> Bool {
        id == other.id && attempt == other.attempt && taken == other.taken
    }

    /// The command that writes down what became of an attempt.
    func command(_ outcome: DeliveryOutcome) -> Command {
        switch subject {
        case .update(let update, let incident, _):
            return .update(.settleDelivery(incident.id, number: update.number, id.channel, outcome))
        case .signal(let notice):
            let result: NoticeOutcome
            switch outcome {
            case .delivered(let receipt, _): result = .delivered(receipt: receipt)
            case .gaveUp(let reason, _): result = .gaveUp(reason: reason)
            case .failed(let reason, let attempt, let retryAt):
                return .delivery(
                    .noteFailure(id, reason: reason, attempt: attempt, retryAt: retryAt)
                )
            }
            return .signal(.recordNotice(notice.signal.id, about: id.entry, id.channel, result))
        }
    }

    /// The beginning of a sentence that says that the channel has it.
    func reached(_ receipt: String) -> String {
        switch subject {
        case .update(let update, let incident, _):
            "update #\(update.number) of \(incident.id) reached '\(id.channel)' (\(receipt))"
        case .signal(let notice): "'\(id.channel)' was told of \(notice.signal.id)"
        }
    }
}
