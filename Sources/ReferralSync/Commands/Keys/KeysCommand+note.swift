import Portal

extension KeysCommand {
    /// Notes in the audit log what was done to the key file; what was done stays done if that fails.
    static func note(
        _ act: KeyNoteOrder.Act,
        _ key: String,
        because reason: String?,
        at door: DeskDoor,
        _ console: Console
    ) async {
        let order = KeyNoteOrder(key: key, act: act, reason: reason)
        do {
            _ = try await door.use { desk in try await desk.carryOut(order) }
        } catch {
            console.say(
                "The audit log could not be told of it (\(Complaint(explaining: error).message)). Write "
                    + "down yourself who did it, when and why."
            )
        }
    }
}
