# Intune: the remediation half. Adds to what IT has, and replaces nothing but our own values. The agent itself is installed
# as an app; this only sets what it and the browsers are told.
@COMMON@
function Set-Value($Key, $Name, $Data, $Type) {
    if (-not (Test-Path -LiteralPath $Key)) { New-Item -Path $Key -Force | Out-Null }
    New-ItemProperty -LiteralPath $Key -Name $Name -Value $Data -PropertyType $Type -Force | Out-Null
}

function Add-ToList($Key, $Data) {
    if (Test-InList $Key $Data) { return }
    $item = Get-Item -LiteralPath $Key -ErrorAction SilentlyContinue
    $names = if ($null -ne $item) { $item.GetValueNames() } else { @() }
    $number = 1
    while ($names -contains "$number") { $number++ }
    Set-Value $Key "$number" $Data 'String'
}

foreach ($name in $Settings.Keys) { Set-Value $Ours $name $Settings[$name] 'String' }
foreach ($each in $WantedForced) { Add-ToList ('HKLM:\' + $each.Key) $each.Data }
foreach ($each in $Wanted) {
    $key = 'HKLM:\' + $each.Key
    if (-not $each.Name) { Add-ToList $key $each.Data }
    elseif ($each.Data -is [string]) { Set-Value $key $each.Name $each.Data 'String' }
    else { Set-Value $key $each.Name $each.Data 'DWord' }
}
if ($Browsers -contains 'firefox') {
    $table = Read-FirefoxTable
    $table | Add-Member -Force -NotePropertyName $FirefoxId -NotePropertyValue (ConvertFrom-Json $FirefoxEntry)
    Set-Value $FirefoxKey 'ExtensionSettings' @(ConvertTo-Json $table -Depth 9 -Compress) 'MultiString'
}
foreach ($host_ in @HOSTS@) {
    $old = 'HKLM:\' + $host_.Replace('SOFTWARE\', 'SOFTWARE\WOW6432Node\')
    if (Test-Path -LiteralPath $old) { Remove-Item -LiteralPath $old -Recurse -Force }
}
Write-Output 'Set'
exit 0
