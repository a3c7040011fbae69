/// The note and keys of the examples of Go's package `sumdb/note`.
enum ExampleNote {
    static let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"

    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """

    static let byPeter = """
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotp\
        RZb6KE6RyyBwJnAM=

        """

    static let byEnoch = """
        — EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox\
        33WWd1RvMc+QQ=

        """
}
