import Primitives

extension ChainWatch {
    /// What is said of one member; nothing that the chain as a whole explains.
    func results(of node: NodeID, _ half: ChainHalf, _ side: ChainSide) -> [DetectorResult] {
        guard let best = half.best else { return [] }
        var results: [DetectorResult] = []
        if !isShared, side == .own { results.append(slowResult(of: node)) }
        if !isStalled {
            results.append(
                DetectorResult(side.stall, half.stall) { stallAccount(node, half, best, side) }
            )
        }
        // A head that stands lags more and more, and finality cannot go on without it.
        guard !half.stall.isStanding else { return results }
        if isShared {
            results.append(DetectorResult(side.lag, half.lagging) { lagAccount(node, half, side) })
        }
        guard let final = half.finalized, !isStalled else { return results }
        if !isFinalityStalled {
            results.append(
                DetectorResult(side.finalityStall, half.finalityStall) {
                    finalityAccount(node, final, side)
                }
            )
        }
        if !isFinalityLagging {
            results.append(
                DetectorResult(side.finalityLag, half.finalityLagging) {
                    finalityLagAccount(node, half, best, final, side)
                }
            )
        }
        return results
    }

    /// What is said of the pace of the chain, as the only node that follows it or all of them
    /// tell it.
    func slowResult(of node: NodeID?) -> DetectorResult {
        DetectorResult(.slowBlocks, slow.latch) { slow.account(of: name, node: node) }
    }

    private func stallAccount(
        _ node: NodeID,
        _ half: ChainHalf,
        _ best: HeadHistory,
        _ side: ChainSide
    ) -> FindingText {
        var evidence = [
            "\(side.word)head \(NumberText.brief(best.height)) since \(best.changedAt.clock)"
        ]
        if let reference = half.reference, isShared {
            evidence.append("the highest head of the fleet is \(NumberText.brief(reference))")
        }
        return FindingText(
            text: "no new \(side.word)block on \(node): its head stays at "
                + "\(NumberText.brief(best.height))\(comparison)",
            evidence: evidence
        )
    }

    private var comparison: String {
        isShared ? " while the others go on" : "; no other node to compare it with"
    }

    private func lagAccount(_ node: NodeID, _ half: ChainHalf, _ side: ChainSide) -> FindingText {
        let blocks = NumberText.brief((half.lag ?? 0).rounded())
        var evidence = ["\(side.word)lag \(blocks) blocks"]
        if let usual = half.usualLag.median {
            evidence.append("usually \(NumberText.brief(usual))")
        }
        return FindingText(
            text: "\(node) is \(blocks) \(side.word)blocks behind the fleet and does not catch up",
            evidence: evidence
        )
    }

    private func finalityAccount(
        _ node: NodeID,
        _ final: HeadHistory,
        _ side: ChainSide
    ) -> FindingText {
        FindingText(
            text: "nothing new finalized on \(side == .own ? "" : "the relay half of ")\(node): it "
                + "stays at \(NumberText.brief(final.height))\(comparison)",
            evidence: [
                "\(side.word)finalized \(NumberText.brief(final.height)) since "
                    + final.changedAt.clock
            ]
        )
    }

    private func finalityLagAccount(
        _ node: NodeID,
        _ half: ChainHalf,
        _ best: HeadHistory,
        _ final: HeadHistory,
        _ side: ChainSide
    ) -> FindingText {
        let blocks = NumberText.brief(max(0, best.height - final.height))
        let limit = finalityLimit(half).map(NumberText.brief) ?? "?"
        return FindingText(
            text: "\(side.word)finality of \(node) is \(blocks) blocks behind its head",
            evidence: ["best - finalized \(blocks), limit \(limit)"]
        )
    }
}
