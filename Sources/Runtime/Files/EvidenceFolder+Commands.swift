import FleetModel
import IncidentLog

// What commands bring into the folder, and what entries take out of it.
extension EvidenceFolder {
    /// The command with every file kept in a folder that it names by its path.
    ///
    /// - Throws: When a file cannot be kept, or there is no folder for it.
    static func keeping(_ command: Command, in folder: Self?) throws(Failure) -> Command {
        func kept(_ proof: Evidence?) throws(Failure) -> Evidence? {
            guard case .file(let file) = proof, file.isToKeep else { return proof }
            guard let folder else {
                throw Failure(message: "files cannot be kept here: \(file.name)")
            }
            return .file(try folder.keep(file.name))
        }
        if case .checklist(.passStep(let id, let step, let note, let proof, let again)) = command {
            return .checklist(
                .passStep(id, step, note: note, evidence: try kept(proof), again: again)
            )
        }
        if case .checklist(.verifyStep(let id, let step, let note, let proof)) = command {
            return .checklist(.verifyStep(id, step, note: note, evidence: try kept(proof)))
        }
        if case .entry(.attach(let id, let proof, let note)) = command {
            return .entry(.attach(id, try kept(proof) ?? proof, note: note))
        }
        if case .impact(
            .openImpact(let id, let party, let kind, let from, let cause, var proof)
        ) = command {
            proof.evidence = try kept(proof.evidence)
            return .impact(
                .openImpact(id, party: party, kind: kind, from: from, cause: cause, proof: proof)
            )
        }
        if case .impact(.closeImpact(let party, let to, var proof)) = command {
            proof.evidence = try kept(proof.evidence)
            return .impact(.closeImpact(party: party, to: to, proof: proof))
        }
        return command
    }

    /// Removes what was removed from the log: its files leave the folder too.
    func forget(_ entries: [Entry]) {
        for entry in entries {
            guard case .log(.redacted(_, let kept, _)) = entry.event,
                let file = kept?.evidence?.file
            else { continue }
            remove(file)
        }
    }
}
