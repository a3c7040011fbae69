package import Database

extension DataKeys {
    /// Makes sure that the store was sealed under a key at hand; throws if not.
    package func checkFit(on connection: any SQLConnection) throws {
        _ = try connection.rows(
            "SELECT \(Self.columns) FROM child_key WHERE wrapped <> $1 LIMIT 1",
            [.blob(Self.gone)]
        ).first.map(key(in:))
    }

    /// Whether the store is bound to some key, or holds keys under one.
    package static func areThere(on connection: any SQLConnection) throws -> Bool {
        try !connection.rows(
            "SELECT id FROM sealing_key UNION ALL SELECT id FROM child_key LIMIT 1"
        ).isEmpty
    }

    /// Whether the store is bound to a key at hand; throws when it is to another.
    package func isBound(on connection: any SQLConnection) throws -> Bool {
        try boundKey(on: connection) != nil
    }

    /// Binds a store that is bound to no key yet; throws when another process was first.
    package func bind(on connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO sealing_key (one, id) VALUES (1, $1) ON CONFLICT (one) DO NOTHING",
            [.text(ring.newest.id)]
        )
        _ = try isBound(on: connection)
    }

    /// Binds the store to another key, under which new keys are wrapped from now on.
    ///
    /// Transactions that wrap under the key from before end first, and those that follow see the new.
    package func bind(to id: String, on connection: any SQLConnection) throws {
        _ = try keyEncryptionKey(id)
        try connection.execute(
            """
            INSERT INTO sealing_key (one, id) VALUES (1, $1)
            ON CONFLICT (one) DO UPDATE SET id = excluded.id
            """,
            [.text(id)]
        )
    }

    /// Makes sure that the key that the store is bound to is at hand, and stays it until the
    /// transaction ends.
    package func holdBinding(on connection: any SQLConnection) throws {
        _ = try boundKey(on: connection, locked: connection.dialect.forShare)
    }

    /// The key to wrap new keys under.
    ///
    /// Nobody changes it before the transaction ends, so that a rotation leaves nothing behind.
    func wrappingKey(on connection: any SQLConnection) throws -> KeyEncryptionKey {
        try boundKey(on: connection, locked: connection.dialect.forShare) ?? ring.newest
    }

    /// The key that the store is bound to, if it is; throws when it is not at hand.
    func boundKey(
        on connection: any SQLConnection,
        locked: String = ""
    ) throws -> KeyEncryptionKey? {
        guard let id = try Self.boundID(on: connection, locked: locked) else { return nil }
        let key = try keyEncryptionKey(id)
        held.note(bound: id)
        return key
    }

    /// The identifier of the key that the store is bound to.
    package static func boundID(
        on connection: any SQLConnection,
        locked: String = ""
    ) throws -> String? {
        try connection.rows("SELECT id FROM sealing_key \(locked)").first?.text("id")
    }
}
