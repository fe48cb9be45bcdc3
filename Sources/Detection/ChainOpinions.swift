import IncidentCore

extension ChainWatch {
    /// What is said of one member; nothing that the chain as a whole explains.
    func opinions(of node: NodeID, _ half: ChainHalf, _ side: ChainSide) -> [Opinion] {
        guard let best = half.best else { return [] }
        var opinions: [Opinion] = []
        if !isShared, side == .own { opinions.append(slowOpinion(of: node)) }
        if !isStalled {
            opinions.append(
                Opinion(side.stall, half.stall) { stallAccount(node, half, best, side) }
            )
        }
        // A head that stands lags more and more, and finality cannot go on without it.
        guard !half.stall.isStanding else { return opinions }
        if isShared {
            opinions.append(Opinion(side.lag, half.lagging) { lagAccount(node, half, side) })
        }
        guard let final = half.finalized, !isStalled else { return opinions }
        if !isFinalityStalled {
            opinions.append(
                Opinion(side.finalityStall, half.finalityStall) {
                    finalityAccount(node, final, side)
                }
            )
        }
        if !isFinalityLagging {
            opinions.append(
                Opinion(side.finalityLag, half.finalityLagging) {
                    finalityLagAccount(node, half, best, final, side)
                }
            )
        }
        return opinions
    }

    /// What is said of the pace of the chain, as the only node that follows it or all of them
    /// tell it.
    func slowOpinion(of node: NodeID?) -> Opinion {
        Opinion(.slowBlocks, slow.latch) { slow.account(of: name, node: node) }
    }

    private func stallAccount(
        _ node: NodeID,
        _ half: ChainHalf,
        _ best: HeadRecord,
        _ side: ChainSide
    ) -> Account {
        var evidence = [
            "\(side.word)head \(NumberText.brief(best.height)) since \(best.changedAt.clock)"
        ]
        if let reference = half.reference, isShared {
            evidence.append("the highest head of the fleet is \(NumberText.brief(reference))")
        }
        let others = isShared ? " while others advance" : "; no other node to compare it with"
        return Account(
            priority: .critical,
            text: "the \(side.word)head of \(node) stands\(others)",
            evidence: evidence,
            meaning: side == .own
                ? "the node follows its chain no more: no peers, a full disk, a stuck database, a "
                    + "dead relay half"
                : "the relay half follows its chain no more, and the parachain half cannot without "
                    + "it"
        )
    }

    private func lagAccount(_ node: NodeID, _ half: ChainHalf, _ side: ChainSide) -> Account {
        let blocks = NumberText.brief((half.lag ?? 0).rounded())
        var evidence = ["\(side.word)lag \(blocks) blocks"]
        if let usual = half.usualLag.median {
            evidence.append("usually \(NumberText.brief(usual))")
        }
        return Account(
            priority: .critical,
            text: "\(node) is \(blocks) \(side.word)blocks behind the fleet and does not catch up",
            evidence: evidence,
            meaning: "it imports slower than the chain grows: its disk, its CPU, its peers"
        )
    }

    private func finalityAccount(
        _ node: NodeID,
        _ final: HeadRecord,
        _ side: ChainSide
    ) -> Account {
        Account(
            priority: .critical,
            text: "\(side.word)finality of \(node) stands"
                + (isShared ? " while others advance" : "; no other node to compare it with"),
            evidence: [
                "\(side.word)finalized \(NumberText.brief(final.height)) since "
                    + final.changedAt.clock
            ],
            meaning: "it hears no votes: too few peers of the right kind, or a stuck gadget"
        )
    }

    private func finalityLagAccount(
        _ node: NodeID,
        _ half: ChainHalf,
        _ best: HeadRecord,
        _ final: HeadRecord,
        _ side: ChainSide
    ) -> Account {
        let blocks = NumberText.brief(max(0, best.height - final.height))
        let limit = finalityLimit(half).map(NumberText.brief) ?? "?"
        return Account(
            text: "\(side.word)finality of \(node) is \(blocks) blocks behind its head",
            evidence: ["best - finalized \(blocks), limit \(limit)"],
            meaning: "votes arrive late: on one node its own links, on all nodes the validators"
        )
    }
}
